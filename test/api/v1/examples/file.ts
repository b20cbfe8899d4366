/** Where the examples stand that the hub serves. */
export const examplesFile = new URL('../../../../server/api/v1/docs/examples.json', import.meta.url);
