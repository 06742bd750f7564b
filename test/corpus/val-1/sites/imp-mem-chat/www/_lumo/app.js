/* lumo runtime 3.2.1 */
window.Lumo={v:'3.2.1',k:'ax07',api:'/api/rec',mount:function(s,f){var n=document.querySelector(s);n&&f(n)},ids:function(){return (location.pathname.split('/').pop()||'').slice(0,10)}};
