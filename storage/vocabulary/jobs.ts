/** The kinds of work that wait in the queue, and how far each piece of it is. */

/**
 * `visit` = look at an address as a persona; `read-picture` = read what could not be read in a stored picture;
 * `relook` = look at a subject again; `time-stamp` = have a seal stamped; `notice` = send a message; `export` = write a
 * package.
 */
export const JOB_KINDS = ['visit', 'read-picture', 'relook', 'time-stamp', 'notice', 'export'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/** `dead` = tried as often as is sensible; it stays with its reason until somebody says "again". */
export const JOB_STATES = ['open', 'leased', 'done', 'dead'] as const;
export type JobState = (typeof JOB_STATES)[number];
