package dev.dromedary.routes.core.web;

import io.netty.buffer.ByteBuf;

/** What came back: a status, and at most so much of a body as was to be taken. */
public record WebAnswer(int status, ByteBuf body) {}
