import { describe, expect, it } from '@jest/globals';
import { Audience } from './gen/options.js';
import {
  accessOf,
  errorTexts,
  eventTypes,
  isRead,
  liveOf,
  methods,
  permissionPosts,
  personalFields,
  routeOf,
  routes,
} from './index.js';

describe('the contract', () => {
  it.each(methods.map((method) => [method.toString(), method] as const))(
    '%s says who may call it',
    (_, method) => {
      const { permission, audience, posts } = accessOf(method);
      expect(permission).toMatch(/^[a-z]+\.[a-z_]+$/);
      expect(audience.length).toBeGreaterThan(0);
      expect(posts.length > 0).toBe(audience.includes(Audience.STAFF));
      expect(permissionPosts.get(permission)).toEqual(posts);
    },
  );

  it.each(methods.map((method) => [method.toString(), method] as const))(
    '%s has a route unless it is for services only',
    (_, method) => {
      const serviceOnly = accessOf(method).audience.every((audience) => audience === Audience.SERVICE);
      expect(routeOf(method) !== undefined).toBe(!serviceOnly);
    },
  );

  it('reads are GET and writes are not', () => {
    for (const route of routes)
      expect([route.method.name, route.verb === 'GET']).toEqual([route.method.name, isRead(route.method)]);
  });

  it('no two methods share a route', () => {
    const names = routes.map(
      (route) => `${route.verb} ${route.path.replace(/:\w+/g, ':')}:${route.custom ?? ''}`,
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it.each([...eventTypes])(
    '%s carries no personal data and names its estate when it is followed live',
    (_, event) => {
      expect(personalFields(event)).toEqual([]);
      const needsEstate = liveOf(event) !== '';
      expect(!needsEstate || event.fields.some((field) => field.name === 'estate_id')).toBe(true);
      expect(!needsEstate || permissionPosts.has(liveOf(event))).toBe(true);
    },
  );

  it('gives every error its words in both languages', () => {
    expect(errorTexts.get('ticketing.cannot_close')?.zh).toContain('{open}');
    for (const [, words] of errorTexts) expect(words.zh !== '' && words.en !== '').toBe(true);
  });
});
