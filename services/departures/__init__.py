"""A club, a program or a group ends before its time: every child there is offered other places, families choose."""
