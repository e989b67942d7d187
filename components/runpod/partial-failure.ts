/** Values of a resource as Pulumi hands them over and keeps them. */
export type Properties = Readonly<Record<string, unknown>>;

/**
 * A failure after the thing exists. Pulumi keeps id and properties, so the next `up` goes on with it and `down` can delete
 * it; without `__provider` among the properties no later call would find its code.
 */
export class PartialFailure extends Error {
  readonly id: string;
  readonly properties: Properties;
  readonly reasons: readonly string[];

  constructor(id: string, inputs: Properties, properties: Properties, cause: unknown) {
    const message = cause instanceof Error ? cause.message : String(cause);
    super(message);
    this.name = "PartialFailure";
    this.id = id;
    this.properties = { ...properties, __provider: inputs["__provider"] };
    this.reasons = [message];
  }
}

/** Runs what follows a creation, so that its failure does not lose the thing. */
export async function afterCreation<T>(id: string, inputs: Properties, properties: Properties, work: () => Promise<T>) {
  try {
    return await work();
  } catch (error) {
    throw new PartialFailure(id, inputs, properties, error);
  }
}
