/** User and group of our images. They stand in `images/base`; one override by an upstream image runs as them too. */
export const IMAGE_USER = 10001;

/** A pod that the profile `restricted` of Pod Security takes: files of its volumes belong to its group. */
export const restrictedPod = {
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: IMAGE_USER,
    runAsGroup: IMAGE_USER,
    fsGroup: IMAGE_USER,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  },
} as const;

/** A container that the profile `restricted` takes, on a root file system that it cannot change. */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** Labels of a namespace that takes such pods only. */
export const restrictedNamespace = {
  "pod-security.kubernetes.io/enforce": "restricted",
  "pod-security.kubernetes.io/warn": "restricted",
} as const;
