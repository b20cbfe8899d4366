import type { PageHandler } from '../../visit.ts';

/** The picture itself. Another picture has another address, so a browser may keep it. */
export const picturePage: PageHandler = async ({ call, params }) => {
  const { bytes, mediaType } = await call.pictures.get({ id: params['id'] ?? '' });
  return { content: { bytes, mediaType } };
};
