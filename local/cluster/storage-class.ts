/** The default StorageClass of the embedded cluster. */
export const storageClassName = "trainyard-local";

/** Who makes its volumes: the keeper. */
export const provisioner = "trainyard.dev/local";
