using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Threading.Tasks;
using Kubeless.Functions;

namespace Dromedary
{
    /// <summary>The function cannot be loaded; the message names the file or the handler.</summary>
    internal sealed class UnusableException : Exception
    {
        internal UnusableException(string message)
            : base(message)
        {
        }
    }

    /// <summary>The function, loaded.</summary>
    internal sealed class Function
    {
        private readonly object instance;
        private readonly MethodInfo handler;
        private readonly Context context;

        private Function(object instance, MethodInfo handler, Context context)
        {
            this.instance = instance;
            this.handler = handler;
            this.context = context;
        }

        /// <summary>Loads what the environment names.</summary>
        internal static Function Load()
        {
            var folder = Setting("KUBELESS_INSTALL_VOLUME", "/kubeless");
            var module = Setting("MOD_NAME", "");
            var file = Path.Combine(folder, "publish", "function.dll");
            if (!File.Exists(file))
            {
                throw new UnusableException("There is no file " + file + ", which the compilation step makes of " + module + ".cs");
            }
            AssemblyLoadContext.Default.Resolving += (loading, wanted) =>
            {
                var library = Path.Combine(folder, "publish", wanted.Name + ".dll");
                return File.Exists(library) ? loading.LoadFromAssemblyPath(library) : null;
            };
            var type = TypeIn(AssemblyLoadContext.Default.LoadFromAssemblyPath(file), module);
            var name = Setting("FUNC_HANDLER", "");
            var handler = MethodOf(type, module, name);
            var context = new Context(
                module,
                name,
                Setting("FUNC_PORT", "8080"),
                Setting("FUNC_TIMEOUT", "180"),
                Environment.GetEnvironmentVariable("FUNC_RUNTIME"),
                Environment.GetEnvironmentVariable("FUNC_MEMORY_LIMIT"));
            try
            {
                return new Function(handler.IsStatic ? null : Activator.CreateInstance(type), handler, context);
            }
            catch (Exception e)
            {
                throw new UnusableException(module + ".cs: an error in the class's construction: " + (e.InnerException ?? e));
            }
        }

        /// <summary>The function's result, of its task if it gives one.</summary>
        internal object Call(Event received)
        {
            object result;
            try
            {
                result = handler.Invoke(instance, new object[] { received, context });
            }
            catch (TargetInvocationException e)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e.InnerException).Throw();
                throw;
            }
            if (!(result is Task task))
            {
                return result;
            }
            task.GetAwaiter().GetResult();
            var value = task.GetType().GetProperty("Result");
            return value == null || value.PropertyType.Name == "VoidTaskResult" ? null : value.GetValue(task);
        }

        private static Type TypeIn(Assembly assembly, string module)
        {
            var types = assembly.GetTypes().Where(type => type.IsClass && type.IsPublic).ToArray();
            return types.FirstOrDefault(type => type.Name == module)
                ?? types.FirstOrDefault(type => string.Equals(type.Name, module, StringComparison.OrdinalIgnoreCase))
                ?? throw new UnusableException(
                    module + ".cs has no public class '" + module + "'; it has: " + string.Join(", ", types.Select(type => type.Name)));
        }

        private static MethodInfo MethodOf(Type type, string module, string name)
        {
            var methods = type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(method => method.GetParameters().Length == 2).ToArray();
            return methods.FirstOrDefault(method => method.Name == name)
                ?? throw new UnusableException(
                    module + ".cs: the class " + type.Name + " has no public method '" + name + "' of two parameters; it has: "
                    + string.Join(", ", methods.Select(method => method.Name)));
        }

        private static string Setting(string name, string otherwise)
        {
            var value = (Environment.GetEnvironmentVariable(name) ?? "").Trim();
            return value.Length > 0 ? value : otherwise;
        }
    }
}
