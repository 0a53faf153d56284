import pytest
from django.urls import reverse
from integrations.models import SyncLog
from tests.factories import a_member, PASSWORD
from tests.integrations.files.nights import *
pytestmark = pytest.mark.django_db
def test_pages(client):
    nights = some_nights()
    nights.put("list.csv", "Colour,Size", "red,3")
    nights.put("properties.csv", PROPERTIES, P1.replace("2007","20"), P2)
    log = nights.run()
    user = a_member(nights.connection.agency)
    client.force_login(user)
    from django.test import Client
    for url in ("/settings/integrations/propertytree/issues", "/settings/integrations/issues", f"/settings/integrations/propertytree/history/{log.pk}", "/settings/integrations/propertytree/files", "/settings/integrations/propertytree", "/settings/integrations"):
        r = client.get(url, follow=True)
        print(url, r.status_code, b"list.csv" in r.content)
        assert r.status_code == 200
    from integrations.digest import digest
    from integrations import digest_words
    d = digest(log)
    print([ (f.kind, f.code, f.number) for f in d.failed], d.files)
