"""Which own property a vendor's property is: pairs of addresses, how sure we are, and why."""

from uuid import UUID, uuid4

import pytest

from integrations.addresses import Address, parse
from integrations.matching import Candidate, Matcher, Suggestion, compare

SURE, LIKELY, UNSURE = range(90, 101), range(80, 90), range(60, 80)

SAME_DOOR = [
    ("3/88 Station St, Redfern NSW 2016", "Unit 3, 88 Station Street, Redfern NSW 2016"),
    ("U3/88 Station St Redfern 2016", "3/88 Station Street Redfern NSW 2016"),
    ("Apt 3 88 STATION ST, REDFERN", "3 / 88 Station St, Redfern"),
    ("Flat 3A, 88 Station St, Redfern 2016", "3A/88 Station St, Redfern 2016"),
    ("Unit G02, 5 Bay St, Botany 2019", "G02/5 Bay St, Botany 2019"),
    ("Unit A, 88 Station St, Redfern 2016", "A/88 Station St, Redfern 2016"),
    ("Shop 2, 14 High St, Preston VIC 3072", "2/14 High Street Preston 3072"),
    ("Villa 4/9 Elm Gr, Kew 3101", "4/9 Elm Grove, Kew 3101"),
    ("Level 4, 12/88 Station St, Redfern 2016", "12/88 Station St, Redfern 2016"),
    ("Unit 12 Level 4 88 Station St, Redfern 2016", "12/88 Station St, Redfern 2016"),
    ("L4 88 Station St, Redfern 2016", "88 Station St, Redfern 2016"),
    ("Lot 7, 14 Wattle Rd, Ryde 2112", "14 Wattle Road, Ryde 2112"),
    ("Lot 7 Wattle Rd, Ryde 2112", "Lot 7 Wattle Road, Ryde 2112"),
    ("12-14 High St, Preston 3072", "12 - 14 High Street, Preston VIC 3072"),
    ("101/1-5 Bay St, Botany 2019", "Unit 101, 1-5 Bay Street Botany 2019"),
    ("14A High St, Preston 3072", "14a high street, preston 3072"),
    ("No. 5 Elm St, Kew 3101", "5 Elm Street, Kew VIC 3101"),
    ("14 St Georges Tce, Perth 6000", "14 Saint Georges Terrace, Perth WA 6000"),
    ("14 Mt Pleasant Rd, Belmont 3216", "14 Mount Pleasant Road, Belmont 3216"),
    ("12 3rd Ave, Kedron 4031", "12 Third Avenue, Kedron 4031"),
    ("5 The Avenue, Windsor 3181", "5 The Ave Windsor 3181"),
    ("5 North St, Ryde 2112", "5 North Street Ryde 2112"),
    ("5 Station St, North Ryde 2113", "5 Station St North Ryde 2113"),
    ("5 Station Street, Redfern NSW 2016, Australia", "5 Station St, Redfern 2016"),
    ("1234 Pacific Hwy, Pymble NSW", "1234 Pacific Highway, Pymble NSW 2073"),
    ("Level 2, 100-104 King St, Sydney NSW 2000", "L2, 100 \u2013 104 King Street, Sydney 2000"),
    ("Level 2, 100-104 King St, Sydney NSW 2000", "100-104 King Street, Sydney 2000"),
    ("Suite 301, Level 3, 55 Clarence St, Sydney 2000", "301/55 Clarence Street, Sydney NSW 2000"),
    ("Ground Floor, 12 Smith St, Fitzroy 3065", "12 Smith Street, Fitzroy VIC 3065"),
    ("Lot 4 Wattle Rd, Ryde 2112", "Lot 4, Wattle Road, Ryde NSW 2112"),
    ("12 Smith St, Unit 3, Fitzroy VIC 3065", "U 3 / 12 Smith Street, Fitzroy 3065"),
    ("12 & 14 Smith St, Fitzroy 3065", "12-14 Smith Street, Fitzroy, VIC, 3065"),
    ("12 Smith St (Granny flat), Fitzroy VIC 3065", "Granny Flat, 12 Smith Street, Fitzroy 3065"),
    ("Penthouse 1, 12 Smith St, Fitzroy 3065", "PH1/12 Smith Street, Fitzroy 3065"),
    ("Bondi Towers, 3/12 Smith St, Fitzroy VIC 3065", "3/12 Smith Street, Fitzroy 3065"),
    ('"Rosebank" 12 Smith St, Fitzroy 3065', "12 Smith Street, Fitzroy, Victoria 3065, Australia"),
    ("12 O'Connell St, North Adelaide SA 5006", "12 OConnell Street, North Adelaide, South Australia 5006"),
    ("12 Smith St West, Fitzroy 3065", "12 Smith Street W, Fitzroy 3065"),
    ("Apt 5B, 120 W 42nd St, New York, NY 10036", "120 West 42nd Street #5B, New York NY 10036-4003"),
    ("120 W 42nd St Apt 5B, New York, NY 10036, USA", "120 West 42nd St, Unit 5B, New York, NY 10036, United States"),
    ("#12, 500 Oak Ave, Austin, TX 78701", "500 Oak Avenue Apt #12, Austin, Texas 78701-1234"),
    ("100 NE 5th St, Portland, OR 97232", "100 Northeast 5th Street, Portland, OR 97232"),
    ("100 Main St N, Dayton, OH 45402", "100 North Main Street, Dayton OH 45402"),
    ("55 Elm Ct Bldg 3 Apt 7, Reno, NV 89501", "55 Elm Court, Building 3, Apartment 7, Reno NV 89501"),
    ("55 Elm Ct Ste 200, Hartford, CT 06103", "55 Elm Court, Suite 200, Hartford 06103"),
    ("7 Hwy 101, Eureka, CA 95501", "7 Highway 101, Eureka, California 95501"),
    ("#5 Elm St, Dayton OH 45402", "5 Elm Street, Dayton OH 45402"),
]
OTHER_DOOR = [
    ("3/88 Station St, Redfern 2016", "4/88 Station St, Redfern 2016", "Another unit"),
    ("3/88 Station St, Redfern 2016", "3A/88 Station St, Redfern 2016", "Another unit"),
    ("G02/5 Bay St, Botany 2019", "G03/5 Bay St, Botany 2019", "Another unit"),
    ("A/88 Station St, Redfern 2016", "B/88 Station St, Redfern 2016", "Another unit"),
    ("2/5 Bay St, Botany 2019", "5/2 Bay St, Botany 2019", "Another unit"),
    ("3/33 Station St, Redfern 2016", "3/88 Station St, Redfern 2016", "Another house number"),
    ("13 High St, Preston 3072", "12-14 High St, Preston 3072", "Another house number"),
    ("16 High St, Preston 3072", "12-14 High St, Preston 3072", "Another house number"),
    ("1 Bay St, Botany 2019", "11 Bay St, Botany 2019", "Another house number"),
    ("12 4th Ave, Kedron 4031", "12 5th Ave, Kedron 4031", "Another numbered street"),
    ("7 Hwy 101, Eureka, CA 95501", "7 Hwy 202, Eureka, CA 95501", "Another numbered street"),
    ("500 Oak Ave #12, Austin, TX 78701", "500 Oak Ave #13, Austin, TX 78701", "Another unit"),
    ("100 N Main St, Dayton, OH 45402", "100 S Main St, Dayton, OH 45402", "Another end of the street"),
    ("120 W 42nd St, New York, NY 10036", "120 East 42nd St, New York, NY 10036", "Another end of the street"),
    ("55 Elm Ct Bldg 3 Apt 7, Reno NV 89501", "55 Elm Ct Bldg 4 Apt 7, Reno NV 89501", "Another building"),
    ("Level 2, 100 King St, Sydney 2000", "Level 3, 100 King St, Sydney 2000", "Another level"),
    ("Lot 4 Wattle Rd, Ryde 2112", "Lot 5 Wattle Rd, Ryde 2112", "Another house number"),
    ("High St, Preston 3072", "14 High St, Preston 3072", "No house number to compare"),
    ("", "14 High St, Preston 3072", "No house number to compare"),
]
PERHAPS = [
    ("14 Hgih St, Preston 3072", "14 High St, Preston 3072", SURE, "Street written 91 % alike, same postcode"),
    ("14 High St, Preston 3072", "14 High St, Preston 3000", LIKELY, "Same street, another postcode"),
    ("12-14 High St, Preston 3072", "14 High St, Preston 3072", LIKELY,
     "Same street, same postcode, one number lies in the other's range"),
    ("5 Station St North, Redfern 2016", "5 Station St, Redfern 2016", LIKELY,
     "Same street, same postcode, one street has a direction"),
    ("3/5 Elm St, Kew 3101", "Block B, 3/5 Elm St, Kew 3101", LIKELY, "Same street, same postcode, one names a building"),
    ("Lot 4 Wattle Rd, Ryde 2112", "4 Wattle Rd, Ryde 2112", UNSURE, "Same street, same postcode, one number is a lot's"),
    ("12\u00bd Elm St, Dayton OH 45402", "12 Elm St, Dayton OH 45402", UNSURE,
     "Same street, same postcode, the letters behind the number differ"),
    ("88 Station St, Redfern 2016", "3/88 Station St, Redfern 2016", UNSURE,
     "Same street, same postcode, one has a unit number"),
    ("14A High St, Preston 3072", "14 High St, Preston 3072", UNSURE,
     "Same street, same postcode, the letters behind the number differ"),
    ("14 High St", "14 High St", UNSURE, "Same street, no suburb or postcode to compare"),
    ("14 High St, Preston 3072", "14 High St, Redfern 2016", UNSURE, "Same street, another postcode"),
    ("5 Park Lane, Redfern 2016", "5 Park Rd, Redfern 2016", UNSURE, "Street written 67 % alike, same postcode"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), SAME_DOOR)
def test_one_door_written_in_two_ways_is_surely_the_same(left: str, right: str) -> None:
    score, reason = compare(parse(left), parse(right))

    assert score in SURE
    assert reason.startswith("Same street")
    assert compare(parse(right), parse(left)) == (score, reason)


@pytest.mark.parametrize(("left", "right", "why"), OTHER_DOOR)
def test_another_unit_or_number_is_never_the_same_door(left: str, right: str, why: str) -> None:
    found = compare(parse(left), parse(right))

    assert found == (0, why)
    assert compare(parse(right), parse(left)) == found


@pytest.mark.parametrize(("left", "right", "band", "why"), PERHAPS)
def test_what_is_less_sure_says_why(left: str, right: str, band: range, why: str) -> None:
    score, reason = compare(parse(left), parse(right))

    assert score in band
    assert reason == why


def test_a_postcode_known_from_elsewhere_counts() -> None:
    found = parse("14 High St, Preston", postcode="3072")

    assert found == Address("", 14, 14, "", "high street", "preston", "3072")


def test_every_part_of_an_address_is_found() -> None:
    found = parse("Apt 5B, Level 2, Bldg C, 100-104a N Main St, Dayton, OH 45402-1234, USA")

    assert found == Address("5b", 100, 104, "", "main street", "dayton", "45402", "north", "c", "2", False)


def test_all_that_may_be_meant_is_listed_the_likeliest_first() -> None:
    owned, pks = matcher("88 Station Rd, Redfern 2016", "88 Station St, Redfern 2016", "89 Station St, Redfern 2016")

    found = owned.likely(parse("88 Station Street, Redfern 2016"))

    assert [(one.pk, one.score) for one in found] == [(pks[1], 100), (pks[0], 78)]


@pytest.mark.parametrize(
    "line", ["Lot", "/", "U/", "-", "12-", "99999999999999999999 High St", "1-999999999 High St", "\u00e9"]
)
def test_no_address_is_too_odd_to_be_read(line: str) -> None:
    score, reason = compare(parse(line), parse("12 High St"))

    assert 0 <= score <= 100
    assert reason


def matcher(*addresses: str) -> tuple[Matcher, list[UUID]]:
    pks = [uuid4() for _ in addresses]
    return Matcher(Candidate(pk, parse(line)) for pk, line in zip(pks, addresses, strict=True)), pks


def test_the_likeliest_of_several_is_suggested() -> None:
    owned, pks = matcher(
        "88 Station St, Redfern 2016", "3/88 Station St, Redfern 2016", "4/88 Station St, Redfern 2016"
    )

    found = owned.best(parse("Unit 3, 88 Station Street, Redfern 2016"))

    assert found == Suggestion(pks[1], 100, "Same street, same postcode")


def test_a_number_inside_a_range_is_found() -> None:
    owned, pks = matcher("1-5 Bay St, Botany 2019")

    found = owned.best(parse("3 Bay St, Botany 2019"))

    assert found is not None
    assert (found.pk, found.score) == (pks[0], 88)


def test_two_equally_likely_ones_are_left_to_a_person() -> None:
    owned, _ = matcher("88 Station St, Redfern 2016", "88 Station Street, Redfern")

    found = owned.best(parse("88 Station St, Redfern"))

    assert found is None


def test_what_was_refused_or_taken_is_not_suggested_again() -> None:
    owned, pks = matcher("88 Station St, Redfern 2016")
    door = parse("88 Station St, Redfern 2016")

    refused, taken = owned.best(door, [str(pks[0])]), owned.best(door, (), {pks[0]: "another lot"})

    assert (refused, taken) == (None, None)
    assert owned.best(door) is not None


def test_what_is_unlikely_is_not_suggested() -> None:
    owned, _ = matcher("12 Banksia Cres, Coburg 3058")

    found = owned.best(parse("12 High St, Preston 3072"))

    assert found is None
