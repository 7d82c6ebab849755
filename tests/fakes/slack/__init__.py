"""A Slack on the loopback: Web API, events, Socket Mode, and people who use it.

    async with FakeSlack() as slack:                      # server.py
        acme = slack.team("Acme")                         # workspace.py
        room = acme.channel("disputes")
        ann = acme.person("Ann", here=room)               # person.py
        env = slack.environment(acme)                     # of the app's process
        async with AppProcess(["parley", "run"], env, log) as app:   # process.py
            slack.probes.append(app.is_working)
            await slack.connected()
            await ann.command("/dispute open INV-7")
            await ann.fill({"Amount": "480"})
            await ann.submit()
            assert "INV-7" in ann.sees(room)

Verbs return when the app has come to rest. What crossed the wire is in
`slack.journal`, troubles are made with `slack.faults`, `slack.socket` and
`slack.deliveries`, and time moves by `slack.advance(seconds)`.
"""
