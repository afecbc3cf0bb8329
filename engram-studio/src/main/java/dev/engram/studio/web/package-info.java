/** The server: who may call it, the HTTP API, live events, and the page. */
@NullMarked
package dev.engram.studio.web;

import org.jspecify.annotations.NullMarked;
