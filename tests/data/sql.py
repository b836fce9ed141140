"""Runs an emitted script on DuckDB or Spark and writes what its views say, as JSON lines.

    sql.py duckdb|spark SCRIPT PREFIX OUT [SCRIPT PREFIX OUT]…

The figures are loaded by the statement that the script itself gives in a comment. OUT gets a line for every violation, and a
line for every report and state with the number of its checks.
"""

import json
import sys

engine, *cases = sys.argv[1:]
cases = [cases[at : at + 3] for at in range(0, len(cases), 3)]


def loading(text):
    load = next(line for line in text.splitlines() if line.startswith("-- ") and ("read_csv(" in line or "USING csv" in line))
    return load[min(at for at in (load.find("INSERT"), load.find("CREATE")) if at >= 0) :]


if engine == "duckdb":
    import duckdb

    connection = duckdb.connect()

    def prepare(text, prefix):
        connection.execute(text)
        connection.execute("DELETE FROM gouji_figures")
        connection.execute(loading(text))

    def run(query):
        return connection.execute(query.format(q='"')).fetchall()

else:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("gouji")
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.memory": "3g",
        "spark.sql.shuffle.partitions": "4",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")

    def prepare(text, prefix):
        session.sql(loading(text).rstrip(";"))
        for statement in text.split(";\n"):
            lines = [line for line in statement.splitlines() if not line.startswith("--") and line.strip()]
            if lines:
                session.sql("\n".join(lines).rstrip(";"))
        # The views are looked at more than once.
        session.sql(f"CACHE LAZY TABLE `{prefix}_values`")

    def run(query):
        return [tuple(row) for row in session.sql(query.format(q="`")).collect()]


names = "report code severity rule table row column left right difference says".split()
columns = "report, code, severity, rule, {q}table{q}, {q}row{q}, {q}column{q}, left_side, right_side, difference, says"
for script, prefix, out in cases:
    prepare(open(script, encoding="utf-8").read(), prefix)
    violations = run("SELECT " + columns + " FROM {q}" + prefix + "_violations{q}")
    checked = "SELECT report, state, COUNT(*) FROM {q}" + prefix + "_checked{q} WHERE code NOT IN ('G0403', 'G0506')"
    states = run(checked + " GROUP BY report, state")
    wide = run("SELECT COUNT(*) FROM {q}" + prefix + "_wide{q}")
    with open(out, "w", encoding="utf-8") as file:
        for row in violations:
            file.write(json.dumps(dict(zip(names, row)), ensure_ascii=False) + "\n")
        for report, state, count in states:
            file.write(json.dumps({"report": report, "state": state, "count": count}, ensure_ascii=False) + "\n")
        file.write(json.dumps({"wide": wide[0][0]}) + "\n")
