"""Run Second Story with the sample organisation."""

from config.management.commands.up import Command as UpCommand


class Command(UpCommand):
    help = "The same as `up`, with a sample organisation to look at. Listens on this machine only."
    with_sample = True
