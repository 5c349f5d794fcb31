import pytest
from tests import makers
from kikitori.interfaces.desk.complaint.steps.table import STEPS
MAKERS=["received","acknowledged","assessed","investigated","proposed","confirming"]
@pytest.mark.parametrize("maker", MAKERS)
def test_smoke_page(client, cast, maker):
    c=getattr(makers,maker)(cast); c=getattr(c,"complaint",c)
    r=client.get(f"/desk/complaints/{c.reference}/")
    assert r.status_code==200
    r=client.get(f"/desk/complaints/{c.reference}/as-seen/")
    assert r.status_code==200
    for w in STEPS:
        r=client.get(f"/desk/complaints/{c.reference}/{w}/")
        print(maker,w,r.status_code)
        assert r.status_code in (200,403,409)
