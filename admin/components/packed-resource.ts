/** AdminJS describes each property of a list up to five times, with twenty words each: one and three quarter megabytes in every
 *  page, which a browser takes a third of a second to read. Here each is said once, by what it has of its own. */

type Json = Record<string, unknown>;

const listNames = ['listProperties', 'editProperties', 'showProperties', 'filterProperties'] as const;

interface PackedList {
  /** What most of them say. */
  usual: Json;
  /** What each says otherwise. */
  own: Json[];
}

interface PackedResource extends Json {
  packed: {
    properties: PackedList;
    actions: PackedList;
    /** Places of properties in the list. */
    places: { title: number; named: Record<string, number>; lists: Record<string, number[]> };
    resourceActions: number[];
    allActions: number[];
  };
}

/** @param resource as AdminJS describes it */
export function packResource(resource: Json): PackedResource {
  const properties = new Pool();
  const actions = new Pool();
  const named = Object.entries((resource['properties'] ?? {}) as Record<string, Json>);
  const { titleProperty, properties: _named, resourceActions, actions: allActions, ...rest } = resource;
  const places = {
    title: properties.place(titleProperty as Json),
    named: Object.fromEntries(named.map(([name, property]) => [name, properties.place(property)])),
    lists: Object.fromEntries(
      listNames.map((name) => [name, (resource[name] as Json[]).map((property) => properties.place(property))]),
    ),
  };
  for (const name of listNames) delete rest[name];
  const placesOf = (list: unknown) => (list as Json[]).map((action) => actions.place(action));
  const packed = { places, resourceActions: placesOf(resourceActions), allActions: placesOf(allActions) };
  return { ...rest, packed: { ...packed, properties: properties.pack(), actions: actions.pack() } };
}

/** The description as AdminJS made it; what is equal is one object. */
export function unpackResource(resource: Json): Json {
  const { packed, ...rest } = resource as PackedResource;
  if (!packed) return resource;
  const properties = unpackList(packed.properties);
  const actions = unpackList(packed.actions);
  const { title, named, lists } = packed.places;
  return {
    ...rest,
    titleProperty: properties[title],
    properties: Object.fromEntries(Object.entries(named).map(([name, place]) => [name, properties[place]])),
    ...Object.fromEntries(Object.entries(lists).map(([name, places]) => [name, places.map((at) => properties[at])])),
    resourceActions: packed.resourceActions.map((place) => actions[place]),
    actions: packed.allActions.map((place) => actions[place]),
  };
}

/** Different values, each once. */
class Pool {
  private readonly known = new Map<string, number>();

  place(value: Json): number {
    const text = JSON.stringify(value);
    const place = this.known.get(text) ?? this.known.size;
    this.known.set(text, place);
    return place;
  }

  pack(): PackedList {
    const values = [...this.known.keys()].map((text) => JSON.parse(text) as Json);
    const usual: Json = {};
    for (const key of Object.keys(values[0] ?? {})) {
      if (values.every((value) => key in value)) usual[key] = mostCommon(values.map((value) => value[key]));
    }
    const isOwn = ([key, said]: [string, unknown]) =>
      !(key in usual) || JSON.stringify(said) !== JSON.stringify(usual[key]);
    return { usual, own: values.map((value) => Object.fromEntries(Object.entries(value).filter(isOwn))) };
  }
}

function unpackList({ usual, own }: PackedList): Json[] {
  return own.map((value) => ({ ...usual, ...value }));
}

function mostCommon(values: readonly unknown[]): unknown {
  const counts = new Map<string, number>();
  for (const value of values) {
    const text = JSON.stringify(value);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most && JSON.parse(most[0]);
}
