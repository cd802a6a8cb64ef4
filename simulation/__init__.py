"""Years of the shop: a calm one of many people, and hostile ones of a few, judged from their side.

cron.py      when the jobs run, for both
calm/        a thousand people by SQL alone, every invariant checked: year.py is the loop, shop.py
             what surrounds the database, life.py what people do, schedule.py when they come back
hostile/     the whole stack with faults: run.py is the loop, stack.py bot, listener, sandbox and
             database in one process, people.py what people do, agree to, choose and read,
             messages.py a message read as the text of the catalogue that it is, faults.py what goes
             wrong, drawn from a seed, and disasters.py the largest of it; model.py judges what each
             is owed, report.py prints it
"""
