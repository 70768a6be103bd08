"""What the names of categories and groups stand for: told once, so that every rule can use the name alone."""

from collections.abc import Iterator

from trainee_app.programmes.rules.definition import Activity, Category, Definition
from trainee_app.programmes.rules.telling.phrases import capital, listed, small


def names_told(definition: Definition) -> Iterator[tuple[Category, str]]:
    """Each category and group that has activities, with a sentence that names them."""
    for category in definition.categories:
        yield from _told(category, [each for each in definition.activities.values() if each.category == category.key])
    for group in definition.activity_groups:
        yield from _told(group, [each for each in definition.activities.values() if group.key in each.groups])


def _told(named: Category, activities: list[Activity]) -> Iterator[tuple[Category, str]]:
    titles = [small(each.title) for each in activities]
    # A name that is that of its only activity needs no explanation.
    if titles and titles != [small(named.title)]:
        yield named, f"{capital(_separated(titles))}."


def _separated(titles: list[str]) -> str:
    """A list that stays one where a title has a comma of its own."""
    return "; ".join(titles) if any("," in each for each in titles) else listed(titles)
