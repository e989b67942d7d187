import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { CoreV1Api, type KubeConfig, KubernetesObjectApi, StorageV1Api } from "@kubernetes/client-node";
import { provisioner } from "../storage-class.ts";
import { isToBeDeleted, isWaiting, type StorageClass, volumeName, volumeOf } from "./volume.ts";

/** Makes and removes volumes of our StorageClasses, each a folder below `folder`. */
export class Storage {
  private readonly core: CoreV1Api;
  private readonly storage: StorageV1Api;
  private readonly objects: KubernetesObjectApi;
  private readonly folder: string;

  constructor(config: KubeConfig, folder: string) {
    this.core = config.makeApiClient(CoreV1Api);
    this.storage = config.makeApiClient(StorageV1Api);
    this.objects = KubernetesObjectApi.makeApiClient(config);
    this.folder = folder;
  }

  /** One pass over all claims and volumes; answers what it did, in words. A second pass does nothing. */
  async pass(): Promise<string[]> {
    const classes = (await this.storage.listStorageClass()).items.filter((each) => each.provisioner === provisioner);
    const byName = new Map(classes.map((each) => [each.metadata?.name ?? "", each]));
    return [...(await this.makeWanted(byName)), ...(await this.removeReleased())];
  }

  private async makeWanted(classes: ReadonlyMap<string, StorageClass>): Promise<string[]> {
    const done: string[] = [];
    for (const claim of (await this.core.listPersistentVolumeClaimForAllNamespaces()).items) {
      const storageClass = classes.get(claim.spec?.storageClassName ?? "");
      if (storageClass === undefined || !isWaiting(claim, storageClass)) continue;
      // as a fresh disk: root's, so that a pod without fsGroup meets here what it would meet on a real one
      await mkdir(join(this.folder, volumeName(claim)), { recursive: true, mode: 0o755 });
      const made = await this.objects
        .create(volumeOf(claim, storageClass))
        .then(() => true)
        .catch(unless(409));
      const owner = `${claim.metadata?.namespace ?? ""}/${claim.metadata?.name ?? ""}`;
      if (made === true) done.push(`made ${volumeName(claim)} for ${owner}`);
    }
    return done;
  }

  private async removeReleased(): Promise<string[]> {
    const done: string[] = [];
    for (const volume of (await this.core.listPersistentVolume()).items.filter(isToBeDeleted)) {
      const name = volume.metadata?.name ?? "";
      await rm(join(this.folder, name), { recursive: true, force: true });
      await this.core.deletePersistentVolume({ name }).catch(unless(404));
      done.push(`removed ${name}`);
    }
    return done;
  }
}

/** Lets an answer with this status pass: somebody was first. */
function unless(status: number): (error: unknown) => void {
  return (error) => {
    if ((error as { code?: number }).code !== status) throw error;
  };
}
