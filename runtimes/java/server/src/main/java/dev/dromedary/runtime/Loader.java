package dev.dromedary.runtime;

import io.kubeless.Context;
import io.kubeless.Event;
import java.io.File;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Loads the function: its class from what was compiled, or from jars. */
final class Loader {

    private static final String PACKAGE = "io.kubeless.";
    private static final MethodType SHAPE = MethodType.methodType(Object.class, Event.class, Context.class);

    private final Settings.Function function;

    private Loader(Settings.Function function) {
        this.function = function;
    }

    /** The function cannot be served; the message says why. */
    static final class LoadException extends Exception {

        private LoadException(String message) {
            super(message);
        }

        private LoadException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static Handler load(Settings.Function function) throws LoadException {
        return new Loader(function).load();
    }

    @SuppressWarnings("resource") // open as long as the server
    private Handler load() throws LoadException {
        URLClassLoader loader = new URLClassLoader("function", classPath(), Loader.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        Class<?> type = type(loader);
        Method method = method(type);
        try {
            Object instance = Modifier.isStatic(method.getModifiers()) ? null : instance(type);
            method.setAccessible(true);
            MethodHandle handle = MethodHandles.lookup().unreflect(method);
            MethodHandle bound = (instance == null ? handle : handle.bindTo(instance)).asType(SHAPE);
            return (event, context) -> (Object) bound.invokeExact(event, context);
        } catch (InvocationTargetException e) {
            throw new LoadException(cannotLoad(type), e.getCause());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new LoadException(cannotLoad(type), e);
        }
    }

    private static Object instance(Class<?> type) throws ReflectiveOperationException, LoadException {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException e) {
            throw new LoadException("The class " + type.getName() + " has no constructor without parameters");
        }
    }

    private Class<?> type(ClassLoader loader) throws LoadException {
        String module = function.module();
        Set<String> names = new LinkedHashSet<>(
                List.of(PACKAGE + module, module.replace('_', '.'), PACKAGE + module.replace('_', '.'), module));
        for (String name : names) {
            try {
                return Class.forName(name, false, loader);
            } catch (ClassNotFoundException | NoClassDefFoundError e) {
                if (e instanceof NoClassDefFoundError
                        && !String.valueOf(e.getMessage()).contains("wrong name")) {
                    throw new LoadException("The class " + name + " cannot be loaded", e);
                }
            } catch (LinkageError e) {
                throw new LoadException("The class " + name + " cannot be loaded", e);
            }
        }
        String file = function.folder() + "/" + module;
        throw new LoadException("There is no class " + String.join(" or ", names) + ": neither was a file " + file
                + ".java compiled, nor has a file " + file + ".jar such a class (MOD_NAME is '" + module + "')");
    }

    private Method method(Class<?> type) throws LoadException {
        try {
            List<Method> all = Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(type.getDeclaredMethods()))
                    .filter(Loader::fits)
                    .toList();
            return all.stream()
                    .filter(method -> method.getName().equals(function.handler()))
                    .findFirst()
                    .orElseThrow(() -> new LoadException("The class " + type.getName() + " has no method '"
                            + function.handler() + "' that takes (Event, Context); it has: " + names(all)));
        } catch (LinkageError e) {
            throw new LoadException(cannotLoad(type), e);
        }
    }

    private static String names(List<Method> methods) {
        return methods.isEmpty()
                ? "none"
                : methods.stream().map(Method::getName).distinct().sorted().collect(Collectors.joining(", "));
    }

    private static boolean fits(Method method) {
        return !method.isSynthetic()
                && Arrays.equals(method.getParameterTypes(), new Class<?>[] {Event.class, Context.class});
    }

    private String cannotLoad(Class<?> type) {
        return "The class " + type.getName() + " in " + function.folder() + " cannot be loaded";
    }

    /** What was compiled, the jar that was uploaded, and the libraries. */
    private URL[] classPath() throws LoadException {
        File folder = new File(function.folder());
        List<File> all = new ArrayList<>(List.of(new File(folder, "classes")));
        all.addAll(jars(folder));
        all.addAll(jars(new File(folder, "lib")));
        URL[] urls = new URL[all.size()];
        try {
            for (int i = 0; i < urls.length; i++) {
                check(all.get(i));
                urls[i] = all.get(i).getAbsoluteFile().toURI().toURL();
            }
        } catch (MalformedURLException e) {
            throw new LoadException("The folder " + folder + " has a name that cannot be used", e);
        }
        return urls;
    }

    private static void check(File file) throws LoadException {
        if (!file.getName().endsWith(".jar")) {
            return;
        }
        try (JarFile jar = new JarFile(file)) {
            jar.size();
        } catch (IOException e) {
            throw new LoadException("The file " + file + " cannot be loaded, there is an error in the jar: " + e.getMessage());
        }
    }

    private static List<File> jars(File folder) {
        File[] jars = folder.listFiles((where, name) -> name.endsWith(".jar"));
        return jars == null ? List.of() : Stream.of(jars).sorted().toList();
    }
}
