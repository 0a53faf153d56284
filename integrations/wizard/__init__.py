"""The import wizard: a file enters by `starting`, is shown by its `sampling`, its columns are guessed (`guessing`) and named
(`mapping`), all its rows are tried (`rehearsing`), and `importing` hands it to a run. `saved` keeps what was taught."""
