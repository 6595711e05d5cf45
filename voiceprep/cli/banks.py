"""Question banks: listing, showing and checking them."""

import click

from voiceprep.cli.shared import DEFAULT_BANK, bank_named, command


@click.group(help="List, show and check question banks.")
def questions() -> None:
    """Group the commands on banks."""


@command("list", example="voiceprep questions list")
def questions_list() -> None:
    """List the shipped banks and your own with their questions."""
    from voiceprep.bank import known_banks, load_bank
    from voiceprep.config import banks_folder
    from voiceprep.errors import BankError

    for file in known_banks(banks_folder()):
        try:
            bank = load_bank(file)
        except BankError as error:  # one that is broken hides no other
            click.echo(f"{error} `voiceprep questions check {file}` says more.", err=True)
            continue
        click.echo(f"{file.stem}: {bank.role or bank.name}, {len(bank.questions)} questions")
        for question in bank.questions:
            click.echo(f"  {question.id}: {question.ask}")


@command("show", example="voiceprep questions show ml-engineer --question overfitting")
@click.argument("bank", default=DEFAULT_BANK)
@click.option("--question", metavar="ID", help="Only this one.")
@click.option("--json", "as_json", is_flag=True, help="Print the bank as JSON.")
def questions_show(bank: str, question: str | None, as_json: bool) -> None:
    """Show a bank's questions with their tips and key points."""
    from voiceprep.bank import find_question

    loaded = bank_named(bank)
    chosen = [find_question(loaded, question)] if question else list(loaded.questions)
    if as_json:
        import json

        from voiceprep.bank.show import bank_dict

        click.echo(json.dumps(bank_dict(loaded, chosen), ensure_ascii=False, indent=1))
        return
    for item in chosen:
        click.echo(f"{item.id}: {item.ask}")
        if item.why:
            click.echo(f"  why: {item.why}")
        for tip in item.tips:
            click.echo(f"  tip: {tip.text}")
            for point in tip.points:
                also = f"  (also: {', '.join(point.aliases)})" if point.aliases else ""
                click.echo(f"    - {point.keyword}{also}{'  [derived]' if tip.derived else ''}")


@command("check", example="voiceprep questions check my-questions.yaml")
@click.argument("bank", default=DEFAULT_BANK)
def questions_check(bank: str) -> None:
    """Check a bank: errors stop it from loading, warnings are worth a look; shows what plain tips were taken for."""
    from voiceprep.bank import lint
    from voiceprep.bank.show import derived_lines
    from voiceprep.errors import EngineMissing
    from voiceprep.hear_check import phrase_sound

    loaded = bank_named(bank)
    try:
        warnings = lint(loaded, phrase_sound())
    except EngineMissing:  # no dictionary on this machine: all but how the phrases sound is checked
        warnings = lint(loaded)
    for warning in warnings:
        click.echo(f"warning: {warning}")
    derived = {q.id: lines for q in loaded.questions if (lines := derived_lines(q))}
    for question, lines in derived.items():
        click.echo(f"{question}: derived from plain tips; paste and correct what is not meant:")
        for line in lines:
            click.echo(f"      {line}")
    points = sum(len(tip.points) for q in loaded.questions for tip in q.tips)
    counted = {"question": len(loaded.questions), "key point": points, "warning": len(warnings)}
    click.echo(
        f"{loaded.name}: " + ", ".join(f"{n} {what}{'' if n == 1 else 's'}" for what, n in counted.items()) + "."
    )


questions.add_command(questions_list)
questions.add_command(questions_show)
questions.add_command(questions_check)
