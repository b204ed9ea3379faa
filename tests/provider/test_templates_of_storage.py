"""A user's own templates of pools, changed in place; and of volumes, which keep what they were made with."""

from __future__ import annotations

from typing import Any

import grpc
import pytest

from tests.provider.driver import Resource
from tests.provider.storage_runs import GROUP
from tests.provider.template_runs import TemplateRuns, diff_lines, extending
from zkvm_provider.hypervisor.port import ObjectKind

POOL, VOLUME = ObjectKind.POOL, ObjectKind.VOLUME
FOLDER: dict[str, Any] = {"name": "images", "target": "/srv/images"}
PERMISSIONS = "<permissions><mode>0750</mode></permissions>"
POOL_TEXT = extending("pool", pool_extra="<features><cow state='no'/></features>", pool_target_extra=PERMISSIONS)
POOL_LINES = ['+features: <cow state="no"/>', "+target/permissions: <mode>0750</mode>"]
VOLUME_TEXT = extending("volume", volume_target_extra=PERMISSIONS.replace("0750", "0640"))
VOLUME_LINES = ["+target/permissions: <mode>0640</mode>"]
GUEST = (
    "<domain type='kvm'><name>g1</name><memory>1048576</memory><os><type arch='s390x'>hvm</type>"
    "<kernel>/boot/vmlinux-4.4.0-rc5</kernel></os><devices><disk type='volume' device='disk'>"
    "<source pool='images' volume='data'/><target dev='vda' bus='virtio'/></disk></devices></domain>"
)


def in_both_scopes(runs: TemplateRuns) -> list[str]:
    """Without what libvirt counts."""
    dumps = (runs.xml(POOL, "images", live=live) for live in (False, True))
    return [dump.partition("</available>")[2] for dump in dumps]


def disk_in(runs: TemplateRuns, pool: Resource) -> Resource:
    return runs.made("Qcow2Disk", name="data", pool=pool.id, capacity="1 GiB")


def test_a_pools_addition_comes_with_a_restart_and_goes_with_the_template(templating: TemplateRuns) -> None:
    templating.begin()
    made = templating.made("StoragePool", **FOLDER)
    bare = in_both_scopes(templating)
    templating.begin(pool=POOL_TEXT)
    told = templating.previewed(made)
    assert diff_lines(told) == POOL_LINES
    assert any("configuration (stopped, redefined with the same uuid and started)" in text for text in told)
    added = templating.updated(made)
    for xml in in_both_scopes(templating):
        assert "<mode>0750</mode>" in xml
        assert "<cow state='no'/>" in xml
    templating.begin()
    gone = templating.updated(added)
    assert in_both_scopes(templating) == bare
    assert "added" not in gone.output_tree


def test_a_pool_that_is_made_with_templates_reads_back_the_same(templating: TemplateRuns) -> None:
    templating.begin(pool=POOL_TEXT)
    made = templating.made("StoragePool", **FOLDER)
    assert diff_lines(templating.driver.engine.texts()) == POOL_LINES
    read = templating.driver.read(made)
    assert read is not None
    assert read.output_tree == made.output_tree


def test_guests_on_the_pool_are_named_and_nothing_is_done(templating: TemplateRuns) -> None:
    templating.begin(pool=POOL_TEXT)
    made = templating.made("StoragePool", **FOLDER)
    disk_in(templating, made)
    templating.host.hypervisor.start(templating.host.hypervisor.define(ObjectKind.DOMAIN, GUEST))
    before = in_both_scopes(templating)
    templating.begin()
    for preview in (True, False):
        said = templating.refused(made, preview=preview)
        assert "templates: the pool would have to be stopped under running guests; stop them first: guest g1" in said
    assert in_both_scopes(templating) == before


def test_an_administrators_words_stay_whatever_is_redefined(templating: TemplateRuns) -> None:
    templating.begin(pool=POOL_TEXT)
    made = templating.made("StoragePool", **FOLDER)
    theirs = templating.xml(POOL, "images").replace("<mode>0750</mode>", "<mode>0750</mode><owner>107</owner>")
    templating.host.hypervisor.define(POOL, theirs)
    templating.begin()
    gone = templating.updated(made)
    for xml in in_both_scopes(templating):
        assert "<owner>107</owner>" in xml
        assert "0750" not in xml
        assert "cow" not in xml
    theirs = templating.xml(POOL, "images").replace("<target>", "<features><cow state='yes'/></features><target>")
    templating.host.hypervisor.define(POOL, theirs)
    moved = {**gone.input_tree, "target": "/srv/others"}
    templating.driver.update(gone, moved)
    for xml in in_both_scopes(templating):
        assert "<cow state='yes'/>" in xml
        assert "permissions" not in xml, "they are of the folder that was left"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<pool type='dir'><name>other</name><uuid>{{ pool.uuid }}</uuid></pool>", "name must be 'images'"),
        (extending("pool", pool_extra="<refresh/>"), "libvirt refuses the XML"),
        ("<volume/>", "the rendered XML is a <volume>, but must be a <pool>"),
    ],
)
def test_a_template_that_cannot_be_leaves_the_pool_alone(text: str, says: str, templating: TemplateRuns) -> None:
    templating.begin()
    made = templating.made("StoragePool", **FOLDER)
    before = in_both_scopes(templating)
    templating.begin(pool=text)
    said = templating.refused(made, preview="libvirt" not in says)
    assert says in said
    assert f"{templating.folder}/pool.xml.j2" in said
    assert in_both_scopes(templating) == before


def test_what_others_added_to_a_pool_has_the_new_name_too(templating: TemplateRuns) -> None:
    templating.begin(pool=POOL_TEXT)
    made = templating.made("StoragePool", **FOLDER)
    theirs = templating.xml(POOL, "images").replace("<mode>0750</mode>", "<mode>0750</mode><owner>107</owner>")
    templating.host.hypervisor.define(POOL, theirs)
    templating.begin()
    templating.driver.update(made, {**made.input_tree, "name": "others"})
    xml = templating.xml(POOL, "others")
    assert "<owner>107</owner>" in xml
    assert "0750" not in xml
    assert "cow" not in xml


def test_a_volume_keeps_what_it_was_made_with_and_the_preview_says_so(templating: TemplateRuns) -> None:
    templating.begin(volume=VOLUME_TEXT)
    pool = templating.made("StoragePool", **FOLDER)
    templating.driver.engine.messages.clear()
    made = disk_in(templating, pool)
    assert diff_lines(templating.driver.engine.texts()) == VOLUME_LINES
    xml = templating.xml(VOLUME, "data", pool="images")
    assert "<mode>0640</mode>" in xml

    templating.begin()
    told = templating.previewed(made)
    assert diff_lines(told) == ["-target/permissions: <mode>0640</mode>"]
    assert any("reported (libvirt cannot change a volume that exists: it keeps what" in text for text in told)
    after = templating.driver.update(made, made.inputs)
    assert not templating.differs(after)
    assert templating.xml(VOLUME, "data", pool="images") == xml
    assert after.output_tree["added"] == made.output_tree["added"]
    assert "templates" not in after.output_tree
    assert not [text for text in templating.previewed(after) if "templates" in text]


@pytest.mark.parametrize("kind", ["Qcow2Disk", "LvmDisk"])
def test_a_volume_of_before_is_told_that_new_templates_do_not_reach_it(kind: str, templating: TemplateRuns) -> None:
    templating.begin()
    pool = templating.made("StoragePool", **({"name": "vg", **GROUP} if kind == "LvmDisk" else FOLDER))
    made = templating.made(kind, name="data", pool=pool.id, capacity="1 GiB")
    xml = templating.xml(VOLUME, "data", pool=str(pool.input_tree["name"]))
    templating.begin(volume=VOLUME_TEXT)
    told = templating.previewed(made)
    assert diff_lines(told) == VOLUME_LINES
    assert any("it keeps what it was made with" in text and "pulumi up --replace" in text for text in told)
    after = templating.driver.update(made, made.inputs)
    assert not templating.differs(after)
    assert "added" not in after.output_tree
    assert templating.xml(VOLUME, "data", pool=str(pool.input_tree["name"])) == xml


def test_a_seed_image_keeps_what_it_was_made_with(templating: TemplateRuns) -> None:
    templating.begin(volume=VOLUME_TEXT)
    pool = templating.made("StoragePool", **FOLDER)
    templating.driver.engine.messages.clear()
    made = templating.made("CloudInitDisk", name="seed.iso", pool=pool.id, userData="#cloud-config\n")
    assert diff_lines(templating.driver.engine.texts()) == VOLUME_LINES
    assert "<mode>0640</mode>" in templating.xml(VOLUME, "seed.iso", pool="images")
    templating.begin()
    assert any("it keeps what it was made with" in text for text in templating.previewed(made))
    after = templating.driver.update(made, made.inputs)
    assert not templating.differs(after)
    assert after.output_tree["added"] == made.output_tree["added"]


def test_a_mediated_device_is_made_anew(templating: TemplateRuns) -> None:
    text = extending("node-device", attributes_extra="<attr name='note' value='ours'/>")
    templating.begin()
    made = templating.made("MediatedDevice", adapters=[5], domains=[1])
    name = str(made.output_tree["nodeDevice"])
    bare = templating.xml(ObjectKind.NODE_DEVICE, name)
    (templating.folder / "node-device.xml.j2").write_text(text)
    templating.restart()
    assert diff_lines(templating.previewed(made)) == ['+capability: <attr name="note" value="ours"/>']
    added = templating.updated(made)
    assert "<attr name='note' value='ours'/>" in templating.xml(ObjectKind.NODE_DEVICE, name)
    templating.begin()
    templating.updated(added)
    assert templating.xml(ObjectKind.NODE_DEVICE, name) == bare


def test_what_libvirt_leaves_out_of_a_volume_is_told(templating: TemplateRuns) -> None:
    templating.begin(volume=extending("volume", volume_target_extra="<nocow/>"))
    pool = templating.made("StoragePool", **FOLDER)
    templating.driver.engine.messages.clear()
    disk_in(templating, pool)
    (told,) = [text for text in templating.driver.engine.texts() if "does not show" in text]
    assert told == (
        f"the volume is made, but libvirt does not show of it what {templating.folder}/volume.xml.j2 adds: "
        "target: <nocow/>"
    )


def image(templating: TemplateRuns) -> str:
    path = templating.folder.parent / "image.raw"
    path.write_bytes(b"boot".ljust(1 << 16, b"z"))
    return str(path)


def test_a_base_image_is_everybodys_and_gets_nothing_of_a_template(templating: TemplateRuns) -> None:
    templating.begin(volume=VOLUME_TEXT)
    pool = templating.made("StoragePool", **FOLDER)
    templating.made("Qcow2Disk", name="root", pool=pool.id, capacity="1 GiB", source=image(templating))
    assert "<mode>0640</mode>" in templating.xml(VOLUME, "root", pool="images")
    rows = templating.host.hypervisor.list(VOLUME, pool="images")
    bases = [row.ref.name for row in rows if row.ref.name.startswith("zkvm-base-")]
    assert len(bases) == 2
    for name in bases:
        assert "0640" not in templating.xml(VOLUME, name, pool="images")


def test_what_a_template_adds_because_of_a_base_image_is_shown_and_remembered(templating: TemplateRuns) -> None:
    text = "{% if volume.backing_path %}" + PERMISSIONS.replace("0750", "0640") + "{% endif %}"
    templating.begin(volume=extending("volume", volume_target_extra=text))
    pool = templating.made("StoragePool", **FOLDER)
    templating.driver.engine.messages.clear()
    made = templating.made("Qcow2Disk", name="root", pool=pool.id, capacity="1 GiB", source=image(templating))
    assert diff_lines(templating.driver.engine.texts()) == VOLUME_LINES
    assert made.output_tree.get("added")
    assert "<mode>0640</mode>" in templating.xml(VOLUME, "root", pool="images")


@pytest.mark.parametrize("source", [False, True], ids=["empty", "upon an image"])
def test_a_template_does_not_choose_what_a_volume_lies_on(templating: TemplateRuns, source: bool) -> None:
    templating.begin()
    pool = templating.made("StoragePool", **FOLDER)
    own = "<backingStore><path>/srv/images/other</path><format type='qcow2'/></backingStore>"
    text = "<volume><name>{{ volume.name }}</name><capacity unit='bytes'>{{ volume.capacity_bytes }}</capacity>"
    templating.begin(volume=f"{text}<target><format type='{{{{ volume.format }}}}'/></target>{own}</volume>")
    more = {"source": image(templating)} if source else {}
    with pytest.raises(grpc.RpcError) as refused:
        templating.made("Qcow2Disk", name="root", pool=pool.id, capacity="1 GiB", **more)
    said = str(refused.value)
    assert "backing must be" in said
    assert "but the rendered XML says '/srv/images/other'; zkvm owns this property, set it in the program" in said
    assert f"{templating.folder}/volume.xml.j2" in said


def test_another_allocation_is_shown_as_another_value(templating: TemplateRuns) -> None:
    text = extending("volume", allocation="<allocation unit='bytes'>{{ volume.capacity_bytes }}</allocation>")
    templating.begin(volume=text)
    pool = templating.made("StoragePool", **FOLDER)
    templating.driver.engine.messages.clear()
    templating.made("Qcow2Disk", name="raw", pool=pool.id, capacity="1 GiB", format="raw")
    assert diff_lines(templating.driver.engine.texts()) == ["+allocation: 1073741824"]
    assert "<allocation unit='bytes'>1073741824</allocation>" in templating.xml(VOLUME, "raw", pool="images")


def test_a_thin_volume_has_no_xml_to_add_to(templating: TemplateRuns) -> None:
    templating.begin(volume=VOLUME_TEXT)
    pool = templating.made("StoragePool", name="vg", kind="logical", source={"volumeGroup": "system"})
    templating.driver.engine.messages.clear()
    made = templating.made("LvmDisk", name="thin1", pool=pool.id, capacity=1, thinPool="thin")
    assert any("LVM's own tools make a thin one, without XML" in text for text in templating.driver.engine.texts())
    assert "added" not in made.output_tree
