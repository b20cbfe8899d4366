/** The bodies of report pages: Handlebars templates in `views/`, compiled when first needed. */
import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';

const folder = new URL('./views/', import.meta.url);
const engine = Handlebars.create();
const compiled = new Map<string, Handlebars.TemplateDelegate>();
const partials = ['figures'];

/** Fills a template. Values are escaped; a name that the template asks for and the view does not have is an error. */
export function renderBody(template: string, view: object): string {
  let delegate = compiled.get(template);
  if (!delegate) {
    for (const partial of partials) engine.registerPartial(partial, read(partial));
    delegate = engine.compile(read(template));
    compiled.set(template, delegate);
  }
  return delegate(view, { allowProtoPropertiesByDefault: false });
}

function read(template: string): string {
  return readFileSync(new URL(`${template}.hbs`, folder), 'utf8');
}
