/** What may stand between tags: lists are flattened, nothing stands for nothing. */
export type Child = Node | string | number | null | undefined | false | readonly Child[];
