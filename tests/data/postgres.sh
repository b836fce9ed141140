#!/usr/bin/env bash
# Runs emitted scripts on a PostgreSQL server of its own and writes what their views say, as JSON lines.
#
#     postgres.sh BIN ROOM SCRIPT PREFIX OUT [SCRIPT PREFIX OUT]…
#
# The server listens on a socket in ROOM only. It must not be run by root. The figures are loaded by the statement that each script
# gives in a comment.
set -euo pipefail
bin=$1 room=$2
shift 2
"$bin/initdb" -D "$room/data" -A trust -E UTF8 --locale=C -U gouji > "$room/initdb.log"
"$bin/pg_ctl" -D "$room/data" -w -l "$room/server.log" \
  -o "-k $room -h '' -c fsync=off -c full_page_writes=off -c jit=off -c work_mem=256MB -c max_wal_size=4GB" start > "$room/start.log"
trap '"$bin/pg_ctl" -D "$room/data" -m immediate stop > "$room/stop.log" 2>&1' EXIT
psql() { "$bin/psql" -h "$room" -U gouji -d postgres -v ON_ERROR_STOP=1 -q "$@"; }
while [ $# -gt 0 ]; do
  script=$1 prefix=$2 out=$3
  shift 3
  psql -c 'DROP TABLE IF EXISTS gouji_figures CASCADE' -f "$script"
  sed -n 's/^-- [^\\]*\(\\copy .*\)$/\1/p' "$script" > "$room/load.sql"
  psql -f "$room/load.sql" -c 'ANALYZE gouji_figures'
  psql -At > "$out" << SQL
SELECT json_build_object('report', report, 'code', code, 'severity', severity, 'rule', rule, 'table', "table", 'row', "row",
  'column', "column", 'left', left_side, 'right', right_side, 'difference', difference, 'says', says) FROM "${prefix}_violations";
SELECT json_build_object('report', report, 'state', state, 'count', COUNT(*)) FROM "${prefix}_checked"
  WHERE code NOT IN ('G0403', 'G0506') GROUP BY report, state;
SELECT json_build_object('wide', COUNT(*)) FROM "${prefix}_wide";
SQL
done
