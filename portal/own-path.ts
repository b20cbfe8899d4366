/** Where a visitor may be sent after signing in: a path of this hub, never another host.
 *
 *  The text is read the way a browser reads a Location header (backslashes, tabs and `//` included), then only its path is used;
 *  a path that itself begins with two slashes would name a host again and is refused. */
export function ownPath(asked: string | null | undefined, otherwise: string, publicUrl: string): string {
  if (!asked || asked.length > 2000 || !URL.canParse(asked, publicUrl)) return otherwise;
  const url = new URL(asked, publicUrl);
  if (url.origin !== publicUrl || url.pathname.startsWith('//')) return otherwise;
  return `${url.pathname}${url.search}${url.hash}`;
}
