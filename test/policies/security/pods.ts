import { type Proof, UNKNOWN } from "../rule-proof.ts";
import { container, cronJob, deployment, kubernetes, podSpec, statefulSet, withContainer } from "../written.ts";

const bare = kubernetes("apps/v1:Deployment", {});
/** One container whose own security context has something changed. */
const secured = (change: object) =>
  withContainer({ securityContext: { ...(container()["securityContext"] as object), ...change } });
const podSecured = (change: object) =>
  deployment({ securityContext: { ...(podSpec()["securityContext"] as object), ...change } });

/** What proves the rules about pods and containers. */
export const podProofs: Readonly<Record<string, Proof>> = {
  "no-privileged-container": {
    passes: [deployment(), secured({ privileged: false }), cronJob()],
    refuses: [
      [secured({ privileged: true }), 'containers["server"].securityContext.privileged is true', "allowed: false"],
    ],
    empty: { of: bare, is: "passed" },
    unknown: secured({ privileged: UNKNOWN }),
  },
  "no-host-path": {
    passes: [deployment(), deployment({ volumes: [{ name: "tmp", emptyDir: {} }] })],
    refuses: [
      [
        deployment({ volumes: [{ name: "logs", hostPath: { path: "/var/log" } }] }),
        'volumes["logs"].hostPath is "/var/log"',
      ],
      [kubernetes("core/v1:PersistentVolume", { spec: { hostPath: { path: "/data" } } }), 'spec.hostPath is "/data"'],
    ],
    empty: { of: bare, is: "passed" },
    unknown: deployment({ volumes: UNKNOWN }),
  },
  "no-host-namespaces": {
    passes: [deployment(), deployment({ hostNetwork: false })],
    refuses: [
      [deployment({ hostNetwork: true }), "spec.template.spec.hostNetwork is true"],
      [kubernetes("core/v1:Pod", { spec: { ...podSpec(), hostPID: true } }), "spec.hostPID is true"],
      [deployment({ hostIPC: true }), "hostIPC is true"],
    ],
    empty: { of: bare, is: "passed" },
    unknown: deployment({ hostPID: UNKNOWN }),
  },
  "no-host-port": {
    passes: [deployment(), withContainer({ ports: [{ containerPort: 80 }] })],
    refuses: [
      [withContainer({ ports: [{ containerPort: 80, hostPort: 80 }] }), "ports.hostPort is 80", "allowed: none"],
    ],
    empty: { of: bare, is: "passed" },
    unknown: withContainer({ ports: [{ hostPort: UNKNOWN }] }),
  },
  "run-as-non-root": {
    passes: [deployment(), secured({ runAsNonRoot: true, runAsUser: 7 })],
    refuses: [
      [podSecured({ runAsNonRoot: undefined }), "securityContext.runAsNonRoot is missing", "allowed: true"],
      [secured({ runAsNonRoot: false }), "runAsNonRoot is false"],
      [secured({ runAsUser: 0 }), "runAsUser is 0", "allowed: above 0"],
      [deployment({ initContainers: [container({ securityContext: { runAsUser: 0 } })] }), 'initContainers["server"]'],
    ],
    empty: { of: bare, is: "passed" },
    unknown: podSecured({ runAsNonRoot: UNKNOWN }),
  },
  "no-privilege-escalation": {
    passes: [deployment(), statefulSet()],
    refuses: [
      [withContainer({ securityContext: undefined }), "allowPrivilegeEscalation is missing", "allowed: false"],
      [secured({ allowPrivilegeEscalation: true }), "allowPrivilegeEscalation is true"],
    ],
    empty: { of: bare, is: "passed" },
    unknown: secured({ allowPrivilegeEscalation: UNKNOWN }),
  },
  "drop-capabilities": {
    passes: [deployment(), secured({ capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } })],
    refuses: [
      [secured({ capabilities: undefined }), "capabilities.drop is []", "allowed: [ALL]"],
      [secured({ capabilities: { drop: ["ALL"], add: ["SYS_ADMIN"] } }), "capabilities.add is [SYS_ADMIN]"],
    ],
    empty: { of: bare, is: "passed" },
    unknown: secured({ capabilities: UNKNOWN }),
  },
  "read-only-root": {
    passes: [deployment()],
    refuses: [
      [secured({ readOnlyRootFilesystem: false }), "readOnlyRootFilesystem is false", "allowed: true"],
      [secured({ readOnlyRootFilesystem: undefined }), "readOnlyRootFilesystem is missing"],
    ],
    empty: { of: bare, is: "passed" },
    unknown: secured({ readOnlyRootFilesystem: UNKNOWN }),
  },
  "seccomp-profile": {
    passes: [deployment(), secured({ seccompProfile: { type: "Localhost" } })],
    refuses: [
      [podSecured({ seccompProfile: undefined }), "seccompProfile.type is missing", "RuntimeDefault or Localhost"],
      [secured({ seccompProfile: { type: "Unconfined" } }), 'is "Unconfined"'],
    ],
    empty: { of: bare, is: "passed" },
    unknown: podSecured({ seccompProfile: UNKNOWN }),
  },
  "no-service-account-token": {
    passes: [deployment(), deployment({ automountServiceAccountToken: undefined, serviceAccountName: "web" })],
    refuses: [
      [deployment({ automountServiceAccountToken: undefined }), "automountServiceAccountToken is missing"],
      [deployment({ automountServiceAccountToken: true, serviceAccountName: "default" }), "is true", "allowed: false"],
    ],
    empty: { of: bare, is: "refused" },
    unknown: deployment({ automountServiceAccountToken: UNKNOWN }),
  },
};
