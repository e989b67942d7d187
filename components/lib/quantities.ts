/** Memory as Kubernetes writes it. */
export const mebibytes = (count: number): string => `${count}Mi`;
/** Storage as Kubernetes writes it. */
export const gibibytes = (count: number): string => `${count}Gi`;
/** Thousandths of a processor as Kubernetes writes them. */
export const millicores = (count: number): string => `${count}m`;
