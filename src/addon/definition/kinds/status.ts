/** Field of an audience that counts its members of a status. */
export const counterField = (status: string) => `x_count_${status}`;

/** Label of a status as people see it. */
export const statusLabel = (status: string) => `${status.charAt(0).toUpperCase()}${status.slice(1)}`;
