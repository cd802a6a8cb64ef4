"""Years of the shop: a calm one of many people, and hostile ones of a few, judged from their side.

calm.py, lives.py   a thousand people by SQL alone, every promise of ops.invariants
year.py             a hostile run: when what happens
house.py            bot, listener, sandbox and database in one process, and their clocks
people.py           what people do, agree to, choose and read
faults.py           what goes wrong, drawn from a seed; disasters.py the largest of it
reading.py          a message, read as the text of the catalogue that it is
model.py            what each is owed; report.py prints it
"""
