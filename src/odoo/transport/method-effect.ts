const reading = new Set([
  'read',
  'search',
  'search_read',
  'search_count',
  'fields_get',
  'read_group',
  'formatted_read_group',
  'name_search',
  'default_get',
  'get_views',
  'fields_view_get',
  'context_get',
  'has_group',
  'has_access',
  'check_access_rights',
]);

/** Whether a second call of the method does no harm. Methods not known here count as writing. */
export function onlyReads(method: string): boolean {
  return reading.has(method);
}
