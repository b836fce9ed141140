"""The fewest cells to change so that all equations hold, by a mixed-integer program: an oracle for tests/locate.rs.

Reads a JSON array of cases {"values": [...], "equations": [[[[cell, factor], ...], off], ...]} and prints an array of numbers.
"""
import json
import sys

import highspy


def fewest(case):
    solver = highspy.Highs()
    solver.silent()
    # The changes of up to three cells are sums of what up to three equations are off by.
    large = 3 * max(abs(off) for _, off in case["equations"])
    cells = sorted({cell for terms, _ in case["equations"] for cell, _ in terms})
    change = {}
    changed = {}
    for cell in cells:
        change[cell] = solver.addVariable(lb=-min(case["values"][cell], large), ub=large, type=highspy.HighsVarType.kInteger)
        changed[cell] = solver.addBinary(obj=1)
        solver.addConstr(change[cell] <= large * changed[cell])
        solver.addConstr(change[cell] >= -large * changed[cell])
    for terms, off in case["equations"]:
        solver.addConstr(sum(factor * change[cell] for cell, factor in terms) == off)
    solver.setOptionValue("mip_feasibility_tolerance", 1e-9)
    solver.minimize()
    # A binary of 1e-7 times the large number would be a change for nothing: count what did change.
    values = solver.getSolution().col_value
    return sum(1 for cell in cells if abs(round(values[change[cell].index])) > 0)


print(json.dumps([fewest(case) for case in json.load(sys.stdin)]))
