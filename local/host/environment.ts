/** Variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Tells a person what goes on, one line at a time. */
export type Progress = (line: string) => void;
