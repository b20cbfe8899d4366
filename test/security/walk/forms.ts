/** Forms as a browser finds them in a page, and as it would send them. */

interface Field {
  name: string;
  /** Of an input; textarea and select by their own names. */
  type: string;
  value: string;
  maxLength: number;
}

export interface Form {
  /** Where it goes; empty: to the page itself. */
  action: string;
  fields: readonly Field[];
}

const textTypes = new Set(['text', 'search', 'email', 'tel', 'url', 'password', 'textarea']);

/** The forms of the page's own part that change something. */
export function formsIn(body: string): Form[] {
  const main = /<main[\s\S]*<\/main>/.exec(body)?.[0] ?? '';
  return [...main.matchAll(/<form\b[^>]*method="post"[\s\S]*?<\/form>/g)].map(([text]) => {
    const action = attribute(/<form\b[^>]*>/.exec(text)?.[0] ?? '', 'action');
    return { action, fields: [...inputsIn(text), ...areasIn(text), ...choicesIn(text)] };
  });
}

function inputsIn(form: string): Field[] {
  return [...form.matchAll(/<input\b[^>]*>/g)].flatMap(([tag]) => {
    const name = attribute(tag, 'name');
    const type = attribute(tag, 'type') || 'text';
    if (name === '' || name === '_csrf' || type === 'file') return [];
    const isBox = type === 'checkbox' || type === 'radio';
    if (isBox && !/\schecked/.test(tag)) return [];
    const value = isBox && !/\svalue=/.test(tag) ? 'on' : attribute(tag, 'value');
    return [{ name, type, value, maxLength: Number(attribute(tag, 'maxlength') || Infinity) }];
  });
}

function areasIn(form: string): Field[] {
  return [...form.matchAll(/(<textarea\b[^>]*>)([\s\S]*?)<\/textarea>/g)].map(([, tag = '', value = '']) => ({
    ...{ name: attribute(tag, 'name'), type: 'textarea', value: unescaped(value) },
    maxLength: Number(attribute(tag, 'maxlength') || Infinity),
  }));
}

function choicesIn(form: string): Field[] {
  return [...form.matchAll(/<select[\s\S]*?<\/select>/g)].map(([select]) => {
    const options = [...select.matchAll(/<option[^>]*>/g)].map(([option]) => option);
    const chosen = options.find((option) => /\sselected/.test(option)) ?? options[0] ?? '';
    const name = attribute(select, 'name');
    return { name, type: 'select', value: attribute(chosen, 'value'), maxLength: Infinity };
  });
}

/** What is sent when `said` stands in every field that takes text, cut where the field is too short for it. */
export function filled({ fields }: Form, said: (field: Field) => string): Record<string, string> {
  return Object.fromEntries(
    fields.map((field) => [
      field.name,
      textTypes.has(field.type) ? said(field).slice(0, field.maxLength) : field.value,
    ]),
  );
}

function attribute(tag: string, name: string): string {
  return unescaped(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&#x3D;', '=')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
