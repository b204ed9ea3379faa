"""From a z/VM user directory to guests of zkvm: text in, a typed plan, a program's text and a report out.

Nothing here touches a file or a host: `cli/convert.py` reads and writes. Facts about the directory's language come from
"z/VM CP Planning and Administration" as far as they were looked up; what was not is marked in `table.py`.
"""
