/** Pictures of people and companies, drawn anew from what was sent and kept in the database. */
export { getAvatar, putAvatar, removeAvatar } from './avatar.ts';
export { getPicture } from './get-picture.ts';
export { getLogo, putLogo, removeLogo } from './logo.ts';
export { maxPictureBytes, tooLargeFile } from './read-picture.ts';
