package main

import (
	"encoding"
	"encoding/json"
	"reflect"
	"regexp"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	webhook "k8s.io/apiserver/pkg/admission/plugin/webhook/config/apis/webhookadmission/v1"
	apiserver "k8s.io/apiserver/pkg/apis/apiserver/install"
	audit "k8s.io/apiserver/pkg/apis/audit/install"
	kubelet "k8s.io/kubernetes/pkg/kubelet/apis/config/scheme"
	proxy "k8s.io/kubernetes/pkg/proxy/apis/config/scheme"
	scheduler "k8s.io/kubernetes/pkg/scheduler/apis/config/scheme"
	eventratelimit "k8s.io/kubernetes/plugin/pkg/admission/eventratelimit/apis/eventratelimit/install"
	podsecurity "k8s.io/pod-security-admission/admission/api/scheme"
)

// fields of a type: JSON name → "string", "bool", "int", "number", "duration", "quantity", "time", "any", the name of
// another type (with a slash), "[]" and one of these, or "{}" and one of these for a map.
type fields map[string]string

// What people write; not the lists, events and options that share a scheme with it.
var written = regexp.MustCompile(`^[a-z].* .*(Configuration|Config|Policy|Args)$`)

func collectKinds() (map[string]string, map[string]fields) {
	kinds, types := map[string]string{}, map[string]fields{}
	for _, scheme := range schemes() {
		for kind, goType := range scheme.AllKnownTypes() {
			name := kind.GroupVersion().String() + " " + kind.Kind
			if kind.Version == runtime.APIVersionInternal || !written.MatchString(name) {
				continue
			}
			kinds[name] = addType(types, goType)
		}
	}
	return kinds, types
}

func schemes() []*runtime.Scheme {
	files := runtime.NewScheme()
	apiserver.Install(files)
	audit.Install(files)
	eventratelimit.Install(files)
	podsecurity.AddToScheme(files)
	ensure(webhook.AddToScheme(files))
	kubeletScheme, _, err := kubelet.NewSchemeAndCodecs()
	ensure(err)
	return []*runtime.Scheme{files, kubeletScheme, scheduler.Scheme, proxy.Scheme}
}

func addType(types map[string]fields, goType reflect.Type) string {
	name := strings.TrimPrefix(goType.PkgPath(), "k8s.io/") + "." + goType.Name()
	if _, known := types[name]; known {
		return name
	}
	found := fields{}
	types[name] = found
	addFields(types, found, goType)
	return name
}

func addFields(types map[string]fields, found fields, goType reflect.Type) {
	for i := range goType.NumField() {
		field := goType.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "-" || !field.IsExported() {
			continue
		}
		if name == "" && (field.Anonymous || strings.Contains(options, "inline")) {
			addFields(types, found, field.Type)
			continue
		}
		if name == "" {
			name = field.Name
		}
		found[name] = describe(types, field.Type)
	}
}

var (
	jsonReader = reflect.TypeFor[json.Unmarshaler]()
	textReader = reflect.TypeFor[encoding.TextUnmarshaler]()
)

var known = map[reflect.Type]string{
	reflect.TypeFor[metav1.Duration]():      "duration",
	reflect.TypeFor[metav1.Time]():          "time",
	reflect.TypeFor[metav1.MicroTime]():     "time",
	reflect.TypeFor[resource.Quantity]():    "quantity",
	reflect.TypeFor[intstr.IntOrString]():   "any",
	reflect.TypeFor[runtime.RawExtension](): "any",
	reflect.TypeFor[runtime.Unknown]():      "any",
}

func describe(types map[string]fields, goType reflect.Type) string {
	if name, ok := known[goType]; ok {
		return name
	}
	switch pointer := reflect.PointerTo(goType); {
	case goType.Kind() == reflect.Pointer:
		return describe(types, goType.Elem())
	case pointer.Implements(jsonReader):
		return "any"
	case pointer.Implements(textReader):
		return "string"
	}
	switch goType.Kind() {
	case reflect.Bool:
		return "bool"
	case reflect.String:
		return "string"
	case reflect.Float32, reflect.Float64:
		return "number"
	case reflect.Slice, reflect.Array:
		if goType.Elem().Kind() == reflect.Uint8 {
			return "string"
		}
		return "[]" + describe(types, goType.Elem())
	case reflect.Map:
		return "{}" + describe(types, goType.Elem())
	case reflect.Struct:
		return addType(types, goType)
	case reflect.Interface:
		return "any"
	default:
		return "int"
	}
}
