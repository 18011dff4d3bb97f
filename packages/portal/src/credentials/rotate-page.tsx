import { NotFound } from '../shell/not-found.js';

export const RotatePage = NotFound;
