import { expect, it } from 'vitest';
import { packResource, unpackResource } from '../../admin/components/packed-resource.ts';

const property = (name: string, more: object = {}) => ({ name, label: name, props: {}, isSortable: false, ...more });

it('a description of a list comes out of its package as it went in, and is smaller inside', () => {
  const names = Array.from({ length: 12 }, (_, index) => property(`column${index}`));
  const described = {
    ...{ id: 'Thing', name: 'Thing', href: '/things' },
    titleProperty: property('search', { isTitle: true }),
    properties: Object.fromEntries(names.map((each) => [each.name, each])),
    listProperties: [property('column1', { isSortable: true, components: { list: 'X' } }), ...names.slice(2)],
    editProperties: [],
    showProperties: names,
    filterProperties: [property('odd', { availableValues: null })],
    resourceActions: [{ name: 'list', guard: '' }],
    actions: [
      { name: 'list', guard: '' },
      { name: 'show', guard: 'sure?' },
    ],
  };
  const sent = JSON.parse(JSON.stringify(packResource(described)));
  expect(unpackResource(sent)).toEqual(described);
  expect(JSON.stringify(sent).length).toBeLessThan(JSON.stringify(described).length / 2);
});

it('what is no package stays as it is', () => {
  expect(unpackResource({ id: 'Thing' })).toEqual({ id: 'Thing' });
});
