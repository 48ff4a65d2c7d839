import { describe, expect, it } from '@jest/globals';
import { Audience } from './gen/options.js';
import {
  accessOf,
  errorText,
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

describe('the words of a refusal', () => {
  it('name states and open things as people do, and no ids', () => {
    const id = '01970000-0000-7000-8000-000000000001';
    const open = `commitment ${id}, commitment ${id}, visit`;
    expect(errorText('ticketing.cannot_close', { open }, 'zh')).toBe(
      '还有未完成事项,不能关闭:部门协办、回访。',
    );
    const state = { state: 'new', allowed: 'verifying, in_progress' };
    expect(errorText('ticketing.state', state, 'zh')).toContain(
      '「新建」不能执行此操作,可转为:核实中、处理中',
    );
    expect(errorText('leadership.unheard_of', {}, 'en')).toBe('leadership.unheard_of');
  });
});
