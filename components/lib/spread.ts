/** Pods with these labels prefer nodes that have none of them yet; where there is one node, they share it. */
export function spreadOverNodes(matchLabels: Readonly<Record<string, string>>) {
  const topologyKey = "kubernetes.io/hostname";
  return [{ labelSelector: { matchLabels }, topologyKey, maxSkew: 1, whenUnsatisfiable: "ScheduleAnyway" }];
}
