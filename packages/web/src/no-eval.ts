import { z } from 'zod';

/**
 * The content security policy forbids code made from text. zod tries once whether it may make some, as soon as the first object is
 * defined: so it is told before, or every window would report a violation. vite.config.ts keeps this in zod's own file, which
 * the browser runs before any that defines something.
 */
z.config({ jitless: true });
