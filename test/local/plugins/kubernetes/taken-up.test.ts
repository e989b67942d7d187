import { expect, it } from "vitest";
import type { PropertyMap } from "../../../../local/plugins/core/values.ts";
import { type ApplyOptions, Cluster } from "../../../../local/plugins/kubernetes/client/cluster.ts";
import { field, withField } from "../../../../local/plugins/kubernetes/fields.ts";
import { objectId } from "../../../../local/plugins/kubernetes/names.ts";
import { ObjectKind } from "../../../../local/plugins/kubernetes/object-kind.ts";
import { DryRun } from "../../../../local/plugins/kubernetes/preview.ts";
import { readSettings } from "../../../../local/plugins/kubernetes/settings.ts";

/** As much of a cluster as one object needs. */
class Table extends Cluster {
  readonly objects = new Map<string, PropertyMap>();
  override async find(object: PropertyMap): Promise<PropertyMap | undefined> {
    return this.objects.get(objectId(object));
  }
  override async apply(object: PropertyMap, { fieldManager }: ApplyOptions) {
    const uid = field(this.objects.get(objectId(object)), "metadata", "uid") ?? crypto.randomUUID();
    const owned = withField(object, ["metadata", "managedFields"], [{ manager: fieldManager }]);
    const live = withField(owned, ["metadata", "uid"], uid);
    this.objects.set(objectId(object), live);
    return { object: live, warnings: [] };
  }
  override async delete(object: PropertyMap): Promise<void> {
    this.objects.delete(objectId(object));
  }
}

const type = { apiVersion: "v1", kind: "ConfigMap" };
const inputs = { ...type, metadata: { name: "kept", namespace: "apps" }, data: { a: "1" } };

function scene() {
  const settings = readSettings({});
  const cluster = new Table(settings);
  const said: string[] = [];
  const call = {
    urn: "urn:pulumi:dev::yard::kubernetes:core/v1:ConfigMap::kept",
    type: "kubernetes:core/v1:ConfigMap",
    name: "kept",
    signal: new AbortController().signal,
    timeoutSeconds: 1,
    log: (_severity: string, line: string) => void said.push(line),
    status: () => undefined,
  };
  const kind = new ObjectKind(type, cluster, new DryRun(cluster), settings);
  return {
    cluster,
    said,
    create: () => kind.create({ ...call, inputs, preview: false }),
    remove: ({ id, outputs }: { readonly id: string; readonly outputs: PropertyMap }) =>
      kind.delete({ ...call, id, inputs, outputs }),
  };
}

it("keeps the object that a replacement of the engine's own will has taken up", async () => {
  const { cluster, said, create, remove } = scene();
  const old = await create();
  await create(); // pulumi up --replace: the new one comes before the old one goes, and they have one name
  await remove(old);
  expect([...cluster.objects.keys()]).toEqual(["apps/kept"]);
  expect(said).toEqual([expect.stringMatching(/^ConfigMap apps\/kept was changed in place and not made anew/)]);
});

it("deletes what it has made", async () => {
  const { cluster, said, create, remove } = scene();
  await remove(await create());
  expect([[...cluster.objects.keys()], said]).toEqual([[], []]);
});
