package dev.dromedary.runtimes.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A test that every runtime must pass; it gets the runtime. On methods, for of a parameterized class Surefire reports no
 * tests at all.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OneAtATime.class)
@ParameterizedTest(name = "{0}")
@MethodSource("dev.dromedary.runtimes.contract.LanguageRuntime#all")
@interface ForEachRuntime {}
