"""Whether a duty is an office's."""

from index.facts.duties.offices import COUNTY_GOVERNMENT, search_name
from index.facts.types import Duty
from index.mentions.offices import is_same_office


def names_office(duty: Duty, office: str) -> bool:
    """Tell whether a duty names an office, in any role.

    Args:
        duty: Of any plan.
        office: In full or short (住建局 for 市住房和城乡建设局), a shadow. One of before a reform
            is another: 环保局 is not 生态环境局.
    """
    name = search_name(office)
    if name.endswith("政府"):
        return name in duty.offices
    return any(own != COUNTY_GOVERNMENT and is_same_office(name, own) for own in duty.offices)
