import { z } from 'zod';
import { allPages } from './all-pages.js';
import { audienceFields, audienceSchema, type Audience } from './audience.js';
import type { ApiClient } from './api-client.js';
import { interestGroupSchema, interestSchema, type InterestGroup } from './interest-group.js';
import { accountRoute, audienceRoute } from './route.js';
import { tagSchema, type Tag } from './tags.js';

export interface Audiences {
  all(): Promise<Audience[]>;
  get(audienceId: string): Promise<Audience>;
  /** Every tag of the audience (B3). */
  tags(audienceId: string): Promise<Tag[]>;
  /** Interest groups with their choices (B3). */
  interestGroups(audienceId: string): Promise<InterestGroup[]>;
}

const tagsSchema = z.object({ tags: z.array(tagSchema) }).transform(({ tags }) => tags);

/** An audience that isn't there is a ConfigurationError `mailchimp.audience_not_found`. */
export function audiencesOver(http: ApiClient): Audiences {
  return {
    all: () =>
      allPages(http, {
        route: accountRoute('/lists'),
        key: 'lists',
        row: audienceSchema,
        fields: audienceFields,
      }),
    get: (audienceId) => {
      const query = { fields: audienceFields.join(',') };
      return http.request({ method: 'GET', route: audienceRoute(audienceId), query }, audienceSchema);
    },
    // Not paged: without a name the search answers all (mailchimp-api §5.5).
    tags: (audienceId) =>
      http.request({ method: 'GET', route: audienceRoute(audienceId, '/tag-search') }, tagsSchema),
    interestGroups: (audienceId) => interestGroups(http, audienceId),
  };
}

async function interestGroups(http: ApiClient, audienceId: string): Promise<InterestGroup[]> {
  const path = '/interest-categories';
  const groups = await allPages(http, {
    route: audienceRoute(audienceId, path),
    key: 'categories',
    row: interestGroupSchema,
    fields: ['id', 'title', 'type'],
  });
  return Promise.all(
    groups.map(async (group) => {
      const interests = await allPages(http, {
        route: audienceRoute(audienceId, `${path}/${group.id}/interests`),
        key: 'interests',
        row: interestSchema,
        fields: ['id', 'name'],
      });
      return { ...group, interests };
    }),
  );
}
