"""Simulates years of the shop: a calm one of many users, and hostile ones of a few, judged from
their side.

    cron.py      when the jobs run, for both
    calm/        a thousand users by SQL alone, every invariant checked: year.py is the loop,
                 shop.py the surroundings of the database, life.py what users do, schedule.py when
                 they return
    hostile/     the whole stack with faults: run.py is the loop, stack.py bot, listener, sandbox
                 and database in one process, people.py what users do, agree to, choose and read,
                 messages.py recognises messages as texts of the catalogue, faults.py draws faults
                 from a seed, and disasters.py has the largest of them; model.py judges what each
                 user is owed, report.py prints it
"""
