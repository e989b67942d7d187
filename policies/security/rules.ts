import type { Rule } from "../rule/rule.ts";
import { allowedRegistries } from "./rules/allowed-registries.ts";
import { dropCapabilities } from "./rules/drop-capabilities.ts";
import { imageDigest } from "./rules/image-digest.ts";
import { networkPolicy } from "./rules/network-policy.ts";
import { noClusterAdmin } from "./rules/no-cluster-admin.ts";
import { noHostNamespaces } from "./rules/no-host-namespaces.ts";
import { noHostPath } from "./rules/no-host-path.ts";
import { noHostPort } from "./rules/no-host-port.ts";
import { noLatestTag } from "./rules/no-latest-tag.ts";
import { noOpenIngress } from "./rules/no-open-ingress.ts";
import { noPodPort } from "./rules/no-pod-port.ts";
import { noPrivilegeEscalation } from "./rules/no-privilege-escalation.ts";
import { noPrivilegedContainer } from "./rules/no-privileged-container.ts";
import { noPublicService } from "./rules/no-public-service.ts";
import { noSecretInConfigMap } from "./rules/no-secret-in-config-map.ts";
import { noSecretInEnv } from "./rules/no-secret-in-env.ts";
import { noServiceAccountToken } from "./rules/no-service-account-token.ts";
import { noWildcardRights } from "./rules/no-wildcard-rights.ts";
import { readOnlyRoot } from "./rules/read-only-root.ts";
import { restrictedNamespace } from "./rules/restricted-namespace.ts";
import { routeLogin } from "./rules/route-login.ts";
import { runAsNonRoot } from "./rules/run-as-non-root.ts";
import { seccompProfile } from "./rules/seccomp-profile.ts";
import { secureCloud } from "./rules/secure-cloud.ts";
import { strongPasswords } from "./rules/strong-passwords.ts";
import { tunnelCatchAll } from "./rules/tunnel-catch-all.ts";

/** The pack's table of contents. */
export const rules: readonly Rule[] = [
  allowedRegistries,
  dropCapabilities,
  imageDigest,
  networkPolicy,
  noClusterAdmin,
  noHostNamespaces,
  noHostPath,
  noHostPort,
  noLatestTag,
  noOpenIngress,
  noPodPort,
  noPrivilegeEscalation,
  noPrivilegedContainer,
  noPublicService,
  noSecretInConfigMap,
  noSecretInEnv,
  noServiceAccountToken,
  noWildcardRights,
  readOnlyRoot,
  restrictedNamespace,
  routeLogin,
  runAsNonRoot,
  seccompProfile,
  secureCloud,
  strongPasswords,
  tunnelCatchAll,
];
